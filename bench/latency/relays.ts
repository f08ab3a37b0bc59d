import process from 'node:process';
import { slowPath } from '../../test/fleet/support/slow-path.ts';

/*
 * A program of its own, so that what it costs is not measured: slow ways to hosts. Takes a round trip's milliseconds and
 * addresses; prints the ports of 127.0.0.1 that lead there, as a JSON array; ends when its standard input does.
 */

const [roundTrip = '', ...addresses] = process.argv.slice(2);
const paths = await Promise.all(addresses.map((address) => slowPath(address, Number(roundTrip))));
process.stdout.write(`${JSON.stringify(paths.map(({ port }) => port))}\n`);
process.stdin.on('end', () => process.exit()).resume();
