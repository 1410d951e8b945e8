"""Which tone and which icon stand for a verdict, a part, a symptom and a service."""

from haas_client.diagnostics.kinds import Severity, Verdict
from haas_client.ui.theme import Tone

VERDICT_TONES = {
    Verdict.REPLACE: Tone.BAD,
    Verdict.WATCH: Tone.WARN,
    Verdict.CABLE: Tone.WARN,
    Verdict.UNREADABLE: Tone.NEUTRAL,
    Verdict.NOT_TESTED: Tone.NEUTRAL,
    Verdict.OK: Tone.OK,
}
SEVERITY_TONES = {
    Severity.REPLACE: Tone.BAD,
    Severity.WATCH: Tone.WARN,
    Severity.CABLE: Tone.WARN,
    Severity.NOTE: Tone.NEUTRAL,
}
