/**
 * A boolean as systemd's parse_boolean() takes it: `1 yes y true t on` and `0 no n false f off`, in any case. Undefined for
 * anything else, which systemd ignores with a warning. systemd.syntax(7).
 */
export function parseBoolean(value: string): boolean | undefined {
  if (/^(1|yes|y|true|t|on)$/i.test(value)) return true;
  if (/^(0|no|n|false|f|off)$/i.test(value)) return false;
  return undefined;
}
