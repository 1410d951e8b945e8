"""The pages that leave this PC or go to its printer, by Jinja2."""

from functools import cache
from typing import TYPE_CHECKING

from haas_client import paths

if TYPE_CHECKING:
    import jinja2


@cache
def template(name: str) -> "jinja2.Template":
    """One of ``resources/report``; every value in it is escaped, and one that is missing is an error."""
    import jinja2  # 33 ms and 3 MB that the window and the tray do without until a page is made

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(paths.resources() / "report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
