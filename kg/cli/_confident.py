"""The option that leaves out claims which are less likely right."""

import click

from kg.model import LIKELY

confidence_option = click.option(
    "--min-confidence",
    default=LIKELY,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Leave out claims less likely right than this; 0 keeps all. Of those of 0.8 and more, four in five are.",
)
