#!/usr/bin/env bash
# geobuf gives a height to what has none, 0 or that of the point before, and a line loses all heights after its first gap.
#
# Versions: geobuf 4.0.0 (npm), pbf 5.1.2, Node 20.
#
# Guess:    Encoded and decoded, a collection is what it was, but for digits after the sixth. A position of two numbers
#           comes back with two, next to one of three; or, as the format has one number of dimensions for a file, encode
#           refuses the mixture.
# Seen:     One height anywhere in the file, and every position has one. A point without gets 0. Within a line, a polygon
#           or a MultiPoint, where positions are stored as differences, it gets that of the position before it, and so
#           does all that follows, whatever height it has: a line whose first point has none is at 0 to its end.
# Matters:  Quakes with a depth and quakes without, peaks, aircraft: after the archive or the tile server, "unknown" is
#           sea level, or a copy of the neighbour; one feature with a height changes all the others of its file, and a
#           track whose receiver lost the height once is flat from there.
#
# Output:   two numbers alone       [[31,51]]                         -> [[31,51]]
#           next to a third         [[31,51]]                         -> [[31,51,0]]
#           inside a line           [[30,50,120],[31,51],[32,52,300]] -> [[30,50,120],[31,51,120],[32,52,120]]
#           in a line, at first     [[30,50],[31,51,120],[32,52,300]] -> [[30,50,0],[31,51,0],[32,52,0]]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" geobuf@4.0.0 pbf@5.1.2

node --input-type=module - <<'JS'
import * as geobuf from "geobuf";
import * as pbf from "pbf";

const { PbfReader, PbfWriter } = pbf;
const line = (coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } });
const point = (coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } });
const again = (features) => {
  const bytes = geobuf.encode({ type: "FeatureCollection", features }, new PbfWriter());
  return geobuf.decode(new PbfReader(bytes)).features.map((feature) => feature.geometry.coordinates);
};
const peak = point([86.9, 27.9, 8849]);
const first = [[30, 50, 120], [31, 51], [32, 52, 300]];
const second = [[30, 50], [31, 51, 120], [32, 52, 300]];
const cases = [
  ["two numbers alone", [[31, 51]], again([point([31, 51])]), [[31, 51]]],
  ["next to a third", [[31, 51]], again([point([31, 51]), peak]).slice(0, 1), [[31, 51, 0]]],
  ["inside a line", first, again([line(first)])[0], [[30, 50, 120], [31, 51, 120], [32, 52, 120]]],
  ["in a line, at first", second, again([line(second)])[0], [[30, 50, 0], [31, 51, 0], [32, 52, 0]]],
];
let same = true;
for (const [name, before, after, expected] of cases) {
  console.log(`${name.padEnd(23)} ${JSON.stringify(before).padEnd(33)} -> ${JSON.stringify(after)}`);
  same &&= JSON.stringify(after) === JSON.stringify(expected);
}
if (!same) console.error("the behaviour has changed");
process.exit(same ? 0 : 1);
JS
