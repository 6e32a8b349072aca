"""The programs that people already use, each in an environment of its own: `requirements-NAME.txt` says what it needs.

`make client-NAME` makes the environment and asks it, `make test-clients` all of them. They are collected only when
`ANNOTATOR_CLIENTS` names them, separated by blanks, so that the tests that everybody runs stay light.
"""
