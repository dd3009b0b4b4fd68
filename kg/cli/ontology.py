"""The commands that show the vocabulary and check its files."""

import sys

import click

_EPILOG = """\b
Example:
  kg ontology list --group positions
  kg ontology show rulesOut
  kg ontology check
"""


@click.group(name="ontology", epilog=_EPILOG)
def command() -> None:
    """Show the vocabulary, and check the files that define it."""


@command.command(name="list", epilog="Example: kg ontology list --group positions")
@click.option("--group", help="Only the predicates of one group, such as roles.")
def list_predicates(group: str | None) -> None:
    """The predicates, with their definitions."""
    from kg.ontology import load_ontology

    predicates = load_ontology().predicates.values()
    groups = sorted({predicate.group for predicate in predicates})
    if group and group not in groups:
        raise click.BadParameter(f"no group {group!r}; there are {', '.join(groups)}", param_hint="--group")
    for predicate in predicates:
        if group in (None, predicate.group):
            click.echo(f"{predicate.name:<20} {predicate.definition}")


@command.command(name="show", epilog="Example: kg ontology show rulesOut")
@click.argument("predicate")
def show_predicate(predicate: str) -> None:
    """One PREDICATE: what it takes, an example, and the words that express it."""
    from kg.ontology import load_ontology
    from kg.reference import to_entry

    known = load_ontology().predicates.get(predicate)
    if known is None:
        raise click.BadParameter(f"no predicate {predicate!r}; see kg ontology list", param_hint="PREDICATE")
    click.echo(to_entry(known))


@command.command(name="check", epilog="Example: kg ontology check")
def check_files() -> None:
    """Check the ontology files: each predicate complete, its words known, its example extracted."""
    from kg.extraction.examples import find_faults
    from kg.ontology import load_ontology

    ontology = load_ontology()
    faults = list(find_faults(ontology))
    for fault in faults:
        click.echo(fault)
    click.echo(
        f"{len(ontology.predicates)} predicates, {len(ontology.topics)} topics: {len(faults)} faults", err=True
    )
    sys.exit(1 if faults else 0)


@command.command(name="page", epilog="Example: kg ontology page > docs/ontology.md")
def print_page() -> None:
    """Print the reference page of the vocabulary, in Markdown."""
    from kg.ontology import load_ontology
    from kg.reference import to_page

    click.echo(to_page(load_ontology()), nl=False)
