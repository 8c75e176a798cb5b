"""The network's outputs: a tag for each word, and a kind that counts on the first word of a place name."""

from geo.model import MentionKind

OUTSIDE, PLACE_FIRST, PLACE_NEXT, DEMONYM_FIRST, DEMONYM_NEXT = range(5)
TAGS = ("O", "B-place", "I-place", "B-demonym", "I-demonym")
KINDS = (MentionKind.LITERAL, MentionKind.METONYM, MentionKind.NESTED)
