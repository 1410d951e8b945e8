from datetime import timedelta

import hypothesis

# A busy machine is no failure, and no example of yesterday decides over today's run.
hypothesis.settings.register_profile("unit", deadline=timedelta(seconds=5), max_examples=60, database=None)
hypothesis.settings.load_profile("unit")
