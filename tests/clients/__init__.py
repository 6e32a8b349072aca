"""The programs that people already use, each in an environment of its own: `requirements-NAME.txt` says what it needs.

A test that cannot find its program fails; none is skipped. They are collected only when `ANNOTATOR_CLIENTS` names what
is installed here, separated by blanks, so that the tests that everybody runs stay light.
"""
