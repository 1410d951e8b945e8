"""Which of the three services fits: the centre decides, this is what the owner is offered first."""

from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.kinds import Severity
from haas_client.request import Service, Symptom

_BY_SYMPTOM = {
    Symptom.POWER: Service.HANDSBUY,
    Symptom.MEMORY: Service.HANDSBUY,
    Symptom.STORAGE: Service.HANDSBUY,
    Symptom.UPGRADE: Service.HANDSBUY,
    Symptom.SLOW: Service.HANDS_ON,
    Symptom.NETWORK: Service.HANDS_ON,
    Symptom.SOFTWARE: Service.HANDS_ON,
    Symptom.HOW_TO: Service.PHONE_MAIL,
    Symptom.OTHER: Service.PHONE_MAIL,
}
"""After the examples of Linuxmania's service page: a part or more capacity is HandsBuy, a setting is Hands-on."""


def recommend(diagnosis: Diagnosis, symptom: Symptom | None) -> Service:
    """HandsBuy where a part is found bad, whatever the owner came with; else by the symptom."""
    if any(finding.severity == Severity.REPLACE for finding in diagnosis.findings):
        return Service.HANDSBUY
    return _BY_SYMPTOM[symptom] if symptom else Service.PHONE_MAIL
