import type { Address } from '../model/address.ts';
import { hostGlob } from '../model/host-glob.ts';

/**
 * `--only` and `--except` → which resources count. A glob without a slash is for names of any kind: `*ollama*` is
 * `*` + `/*ollama*`. Without `only` all do.
 */
export function chooseAddresses(
  only: readonly string[],
  except: readonly string[],
): (address: Address) => boolean {
  const wanted = only.map(addressGlob);
  const unwanted = except.map(addressGlob);
  return (address) =>
    (wanted.length === 0 || wanted.some((one) => one(address))) && !unwanted.some((one) => one(address));
}

function addressGlob(glob: string): (address: Address) => boolean {
  return hostGlob(glob.includes('/') ? glob : `*/${glob}`);
}
