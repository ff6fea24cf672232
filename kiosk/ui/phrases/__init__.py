"""The screen's own words, in every language.

A table in Python, not Qt's `.ts` files: the language is a property of each scene, so the words must
be able to change from one frame to the next without touching any page but the one shown, and a test
can walk every string of every language.
"""
