"""Active tests: they find what counters don't show. Each is bounded, can be stopped, and leaves nothing running.

``values`` is what all of them speak; one module a trial; ``bench`` carries a trial out on this machine, here or in the
privileged helper; ``guard`` ends one that grows too hot, drains the battery or takes too long.
"""
