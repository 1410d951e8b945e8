"""The pages that leave this PC, for the centre, a printer or a phone, by Jinja2."""

from functools import cache
from typing import TYPE_CHECKING

from haas_client import paths
from haas_client.text import unbroken

if TYPE_CHECKING:
    import jinja2


@cache
def template(name: str) -> "jinja2.Template":
    """One of ``resources`` ("report/report.html.j2"); every value is escaped, and one that is missing is an error."""
    import jinja2  # 33 ms and 3 MB that the window and the tray do without until a page is made

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(paths.resources()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["unbroken"] = unbroken
    return environment.get_template(name)
