"""What the commands that extract share: how many do the work, and where."""

import click

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Processes that extract: by default 1, with --ray one for each CPU of the cluster.",
)
ray_option = click.option(
    "--ray",
    metavar="ADDRESS",
    help="Extract on the Ray cluster at ADDRESS: auto for one that runs here, host:6379, or ray://host:10001.",
)
