#!/usr/bin/env bash
# uroman writes the numbers inside names as digits: Sichuan becomes "4chuan", and the year 2024 "2·2·4nian".
#
# Versions: uroman 1.3.1.1, Python 3.11.
#
# Guess:    romanize_string gives the sounds of a name, in Mandarin for Chinese characters: 四川 is "sichuan", as 北京 is
#           "beijing". Numbers that are written in digits, whatever the script, become ours; of 二〇二四年, a year told digit
#           by digit, comes "2024nian".
# Seen:     Every character that can be a number is one, in names too, also with the code of the language given. Numbers
#           told with tens and hundreds are reckoned right (1200); told digit by digit they get dots between, and a 〇
#           between two others is left out, though one at the end is there. A few names are spared (百色 is "bose").
# Matters:  Fuzzy search and matching of place names over romanized text: the provinces Sichuan and Chiba, Shikoku, Sanya,
#           Jiujiang, Shiyan start with a digit, and elsewhere with the letters that most measures of likeness weigh most;
#           and a year told in characters is another number.
#
# Output:   北京 zho beijing           四川 zho 4chuan            三亚 zho 3ya
#           九江 zho 9jiang            十堰 zho 10yan             千葉 jpn 1000ye
#           四国 jpn 4guo              一千二百人 zho 1200ren     二〇二四年 zho 2·2·4nian
#           一九三七年 zho 1·9·3·7nian 三〇 zho 3·0               2024年 zho 2024nian
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check uroman==1.3.1.1

PYTHONIOENCODING=utf-8 "$work/venv/bin/python" - <<'PY'
import sys

from uroman import Uroman

expected = {
    ("北京", "zho"): "beijing",
    ("四川", "zho"): "4chuan",
    ("三亚", "zho"): "3ya",
    ("九江", "zho"): "9jiang",
    ("十堰", "zho"): "10yan",
    ("千葉", "jpn"): "1000ye",
    ("四国", "jpn"): "4guo",
    ("一千二百人", "zho"): "1200ren",
    ("二〇二四年", "zho"): "2·2·4nian",
    ("一九三七年", "zho"): "1·9·3·7nian",
    ("三〇", "zho"): "3·0",
    ("2024年", "zho"): "2024nian",
}
uroman = Uroman()
seen = {key: uroman.romanize_string(key[0], lcode=key[1]) for key in expected}
for (text, language), roman in seen.items():
    print(text, language, roman)
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
