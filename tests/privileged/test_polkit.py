"""A polkit that is absent, silent, late, or answers something else: never a yes."""

import asyncio

import pytest
from dbus_fast import Message, MessageFlag, Variant

from haas_client.diagnostics import helper_names as names
from haas_client.privileged.callers import MOST_PROMPTS, MOST_QUESTIONS
from tests.privileged.bus import ALLOWED, OTHER, SystemBus, answer, call, caller, is_yes, run
from tests.privileged.inside import POLKIT, Reply, fake_polkit, helper, says

INTERACTIVE = MessageFlag.ALLOW_INTERACTIVE_AUTHORIZATION


async def _asked(bus: SystemBus, flags: MessageFlag = MessageFlag.NONE, user: int = ALLOWED) -> str:
    async with caller(bus, user) as connection:
        reply = await answer(connection, call("Trials", flags=flags))
        return "yes" if is_yes(reply) else str(reply.error_name)


def test_without_polkit_nobody_is_allowed(bare_bus: SystemBus) -> None:
    async def ask() -> None:
        async with helper(bare_bus):
            assert await _asked(bare_bus) == names.ERROR_NOT_AUTHORIZED

    run(ask())


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (says(authorized=True), "yes"),
        (says(authorized=False), names.ERROR_NOT_AUTHORIZED),
        (says(authorized=False, challenge=True), names.ERROR_NOT_AUTHORIZED),
        (lambda m: Message.new_error(m, f"{POLKIT}.Error.Failed", "no"), names.ERROR_NOT_AUTHORIZED),
        (lambda m: Message.new_error(m, "org.freedesktop.DBus.Error.AccessDenied", ""), names.ERROR_NOT_AUTHORIZED),
        (Message.new_method_return, names.ERROR_NOT_AUTHORIZED),
        (lambda m: Message.new_method_return(m, "b", [True]), names.ERROR_NOT_AUTHORIZED),
        (lambda m: Message.new_method_return(m, "bba{ss}", [True, True, {}]), names.ERROR_NOT_AUTHORIZED),
        (lambda m: Message.new_method_return(m, "(sba{ss})", [["true", True, {}]]), names.ERROR_NOT_AUTHORIZED),
        (lambda m: Message.new_method_return(m, "(iba{ss})", [[1, True, {}]]), names.ERROR_NOT_AUTHORIZED),
        (lambda m: Message.new_method_return(m, "v", [Variant("b", True)]), names.ERROR_NOT_AUTHORIZED),
        (lambda m: None, names.ERROR_NOT_AUTHORIZED),
    ],
)
def test_only_a_clear_and_timely_yes_is_one(bare_bus: SystemBus, reply: Reply, expected: str) -> None:
    async def ask() -> None:
        async with fake_polkit(bare_bus, reply), helper(bare_bus):
            assert await _asked(bare_bus) == expected

    run(ask())


def test_it_is_asked_about_the_caller_s_name_on_the_bus_each_time(bare_bus: SystemBus) -> None:
    async def ask() -> None:
        async with fake_polkit(bare_bus, says(authorized=True)) as polkit, helper(bare_bus):
            async with caller(bare_bus, ALLOWED) as connection:
                for _ in range(2):
                    assert is_yes(await answer(connection, call("Trials")))
                assert (await answer(connection, call("Stop", "s", "x"))).error_name == names.ERROR_UNKNOWN_ID
                me = connection.unique_name
            assert [one.body[0][1]["name"].value for one in polkit.asked] == [me] * 3
            assert {one.body[0][0] for one in polkit.asked} == {"system-bus-name"}
            assert [one.body[1] for one in polkit.asked] == [names.ACTION_READ] * 2 + [names.ACTION_TRIAL]

    run(ask())


def test_a_password_is_asked_for_only_where_the_caller_wants_it(bare_bus: SystemBus) -> None:
    async def ask() -> None:
        async with fake_polkit(bare_bus, says(authorized=False)) as polkit, helper(bare_bus):
            for flags in (MessageFlag.NONE, INTERACTIVE):
                await _asked(bare_bus, flags)
            assert [one.body[3] for one in polkit.asked] == [0, 1]

    run(ask())


def test_a_late_yes_is_a_no_and_the_question_is_taken_back(bare_bus: SystemBus) -> None:
    async def ask() -> None:
        async with fake_polkit(bare_bus, lambda _: None) as polkit, helper(bare_bus):
            assert await _asked(bare_bus) == names.ERROR_NOT_AUTHORIZED
            await polkit.until(lambda: bool(polkit.taken_back))
            assert polkit.taken_back == [polkit.asked[0].body[4]]
            polkit.reply = says(authorized=True)
            assert await _asked(bare_bus) == "yes"

    run(ask())


def test_a_prompt_for_somebody_who_is_gone_is_closed(bare_bus: SystemBus) -> None:
    async def ask() -> None:
        async with fake_polkit(bare_bus, lambda _: None) as polkit, helper(bare_bus, seconds=60) as service:
            async with caller(bare_bus, ALLOWED) as connection:
                await connection.send(call("Trials", flags=INTERACTIVE))
                await polkit.until(lambda: bool(polkit.asked))
                assert service.busy
            await polkit.until(lambda: bool(polkit.taken_back))
            assert polkit.taken_back == [polkit.asked[0].body[4]]

    run(ask())


def test_one_user_s_questions_leave_polkit_to_the_others(bare_bus: SystemBus) -> None:
    """Its own agent never answers; a prompt takes few of the places, and others are asked about at once."""

    def reply(message: Message) -> Message | None:
        waits = message.body[0][1]["name"].value in floods and message.body[3]
        return None if waits else says(authorized=True)(message)

    floods: set[str] = set()

    async def ask() -> None:
        async with fake_polkit(bare_bus, reply) as polkit, helper(bare_bus, seconds=60):
            async with caller(bare_bus, ALLOWED) as flood, caller(bare_bus, OTHER) as other:
                floods.add(flood.unique_name or "")
                calls = [asyncio.ensure_future(answer(flood, call("Trials", flags=INTERACTIVE))) for _ in range(90)]
                reply_to_other = await answer(other, call("Trials", flags=INTERACTIVE))
                assert is_yes(reply_to_other)
                done, waiting = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
                while len(waiting) > MOST_PROMPTS:
                    more, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                    done |= more
                assert all(is_yes(one.result()) for one in done)
                prompts = [one for one in polkit.asked if one.body[0][1]["name"].value in floods and one.body[3]]
                assert len(prompts) == MOST_PROMPTS
            await asyncio.gather(*calls, return_exceptions=True)

    run(ask())


def test_one_user_s_flood_is_asked_about_in_turns(bare_bus: SystemBus) -> None:
    """The bus lets the helper wait for 128 answers in all; polkit answers nobody until it was asked about the other."""

    async def ask() -> None:
        async with fake_polkit(bare_bus, lambda _: None) as polkit, helper(bare_bus, seconds=60):
            async with (
                caller(bare_bus, ALLOWED) as one,
                caller(bare_bus, ALLOWED) as two,
                caller(bare_bus, OTHER) as other,
            ):
                flood = [asyncio.ensure_future(answer(by, call("Trials"))) for by in (one, two) for _ in range(60)]
                await polkit.until(lambda: len(polkit.asked) == MOST_QUESTIONS)
                honest = asyncio.ensure_future(answer(other, call("Trials")))
                await polkit.until(lambda: len(polkit.asked) > MOST_QUESTIONS)
                assert polkit.asked[-1].body[0][1]["name"].value == other.unique_name
                assert len(polkit.asked) == MOST_QUESTIONS + 1
            await asyncio.gather(honest, *flood, return_exceptions=True)

    run(ask())


def test_nothing_is_left_of_many_calls(bare_bus: SystemBus) -> None:
    async def ask() -> None:
        async with fake_polkit(bare_bus, says(authorized=True)), helper(bare_bus) as service:
            for _ in range(3):
                async with caller(bare_bus, ALLOWED) as connection:
                    await asyncio.gather(*(answer(connection, call("Sources")) for _ in range(60)))
            assert not service.busy
            callers = service._callers
            assert [callers._of_connection, callers._of_user, callers._prompts] == [{}, {}, {}]
            assert [callers._turns, callers._gone] == [{}, {}]

    run(ask())
