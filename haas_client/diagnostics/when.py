"""A moment: an aware time, in UTC."""

from datetime import datetime
from typing import Annotated

import msgspec

When = Annotated[datetime, msgspec.Meta(tz=True)]
