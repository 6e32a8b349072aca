"""The review screen: a lane for each reader and one for gold, and the versions of the case in focus beside them."""
