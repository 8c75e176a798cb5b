#!/usr/bin/env bash
# A StepColormap of branca paints what has no value in the colour of the highest class.
#
# Versions: branca 0.8.2, pandas 3.1.1, numpy 2.4.6, Python 3.11.
#
# Guess:    For NaN a colormap has a colour of its own, as folium.Choropleth has (nan_fill_color), or raises an error, as
#           LinearColormap does. The steps are made of the same linear map, so both do the same.
# Seen:     LinearColormap raises ValueError ("Thresholds are not sorted."). The StepColormap that its to_step gives returns
#           the last colour: it counts the thresholds up to the value, which are none, and takes the colour one before the
#           first, which in a list of Python is the last.
# Matters:  Coloured by "dead per million", the districts of which nothing is known are the darkest on the map, and look like
#           the worst hit. The legend says so, too. With the linear map the same line of code stops.
#
# Output:   value  steps      linear
#           0.0    #ffffff    #ffffff
#           5.0    #7f7f7f    #7f7f7f
#           10.0   #000000    #000000
#           nan    #000000    ValueError: Thresholds are not sorted.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check branca==0.8.2 pandas==3.1.1 numpy==2.4.6

"$work/venv/bin/python" - <<'PY'
import sys

import pandas as pd
from branca.colormap import LinearColormap

linear = LinearColormap(["#ffffff", "#000000"], vmin=0, vmax=10)
steps = linear.to_step(3)
dead = pd.Series({"north": 0, "east": 5, "south": 10, "unknown": None})


def colour(colormap, value):
    """Return the colour of a value without its opacity, or the error."""
    try:
        return colormap(value)[:7]
    except ValueError as error:
        return f"ValueError: {error}"


print("value  steps      linear")
seen = {}
for place, value in dead.items():
    seen[place] = colour(steps, value), colour(linear, value)
    print(f"{value!s:6} {seen[place][0]:10} {seen[place][1]}")
same = (
    dead.map(steps)["unknown"] == dead.map(steps)["south"]
    and seen["unknown"] == (seen["south"][0], "ValueError: Thresholds are not sorted.")
    and seen["south"][0] != seen["north"][0]
)
sys.exit(0 if same else "the behaviour has changed")
PY
