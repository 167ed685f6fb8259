"""`python -m afttrainer` is the command `afttrainer`."""

from afttrainer.cli import main

main(prog_name="afttrainer")
