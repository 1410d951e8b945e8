"""Questions to the owner, each with yes, no and "I don't know"."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from haas_client.diagnostics.checklist import Answer, PowerChecklist, PowerQuestion
from haas_client.i18n import current, t
from haas_client.ui.widgets.basic import button, column, label, line, one_tab_stop
from haas_client.ui.widgets.flow import Flow
from haas_client.wording import checklist as words


class Checklist(QWidget):
    """Tells ``on_answer`` of each answer; arrow keys move between the answers of a question, Tab between questions."""

    def __init__(self, answers: PowerChecklist, on_answer: Callable[[PowerQuestion, Answer], None]) -> None:
        super().__init__()
        self._on_answer = on_answer
        self._buttons: dict[tuple[PowerQuestion, Answer], QPushButton] = {}
        layout = column(self, gap=10)
        for number, question in enumerate(PowerQuestion):
            if number:
                layout.addWidget(line())
            layout.addWidget(self._question(question))
        self.show_answers(answers)

    def show_answers(self, answers: PowerChecklist) -> None:
        for (question, answer), widget in self._buttons.items():
            widget.setChecked(answers.of(question) == answer)
        for group in self.findChildren(QButtonGroup):
            one_tab_stop(group)

    def _question(self, question: PowerQuestion) -> QFrame:
        frame = QFrame()
        layout = column(frame, gap=4)
        text = words.question(question, current())
        layout.addWidget(label(text, "h3"))
        layout.addWidget(label(words.hint(question, current()), "caption"))
        answers = Flow(gap=8)
        answers.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(frame)
        for answer in Answer:
            said = words.answer(answer, current())
            name = t("{question} {answer}").format(question=text, answer=said)
            choice = button(said, partial(self._on_answer, question, answer), "answer", name)
            choice.setCheckable(True)
            choice.setProperty("quiet", answer == Answer.UNKNOWN)  # it is also what is not answered yet
            group.addButton(choice)
            answers.addWidget(choice)
            self._buttons[question, answer] = choice
        layout.addLayout(answers)
        frame.setAccessibleName(text)
        return frame
