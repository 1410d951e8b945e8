"""The centre's mails around a link, in Japanese: one for each action, as staff send them to an owner."""

from haas_client.links.model import Action

OPENING: dict[Action, str] = {
    Action.CONFIRM_HANDS_ON: "ハンズオンをお受けいたします。今回は無料です。",
    Action.OFFER_HANDSBUY: "ハンズバイをご案内いたします。パーツをお送りし、お客様ご自身で交換していただきます。",
    Action.REPAIR: "センターでの修理をご案内いたします。発送の方法は、あらためてご相談させてください。",
    Action.QUOTE: "お見積もりをお送りいたします。内容をご確認のうえ、お支払いにお進みください。",
    Action.PAID: "お支払いを確認いたしました。ありがとうございます。",
    Action.SHIPPED: "パーツを発送いたしました。お手元に届きましたら、サポートアプリでお知らせください。",
    Action.GUIDE: "交換していただくパーツの内容をお知らせいたします。届いたパーツと見比べてください。",
    Action.DIAGNOSE: "お手数ですが、もう一度パソコンの診断をお願いいたします。",
    Action.RETURN_OLD_PART: "交換後の古いパーツのご返送をお願いいたします。送り先は下のリンクでご確認ください。",
    Action.KEEP_OLD_PART: "交換後の古いパーツは、ご返送いただかなくてかまいません。",
    Action.MESSAGE: "ご相談についてご連絡いたします。内容は下のリンクでご確認ください。",
    Action.CLOSE: "ご相談を終了いたします。ご利用ありがとうございました。",
}

_MAIL = """{opening}

下のリンクを、ご相談いただいたパソコンで開いてください。
内容をご確認のうえ、「同意する」などのボタンを押すまでは、何も変わりません。

{link}

リンクを押しても何も起きないときは、「linuxmania-haas:」から終わりまでをコピーし、
「Linuxmania サポート」の「センターからのリンク」に貼り付けてください。

当センターがメールでパスワードやクレジットカードの番号をお尋ねすることはありません。
心当たりのないときは、開かずに、保証書に記載の電話番号へお問い合わせください。

Linuxmania カスタマセンター"""


def mail(action: Action, link: str) -> str:
    """The whole text of the mail that brings ``link``."""
    return _MAIL.format(opening=OPENING[action], link=link)


_PAGE = """# お客様へのメール

`linuxmania-haas link make … --mail` が表示する文面です。`haas_client/links/mails.py` から作られています。
"""


def page() -> str:
    """``docs/link-mails.md``: every mail as it is sent, for staff to look at and to correct."""
    shown = ((action, mail(action, "linuxmania-haas:…")) for action in Action)
    return _PAGE + "".join(f"\n## `{action}`\n\n```\n{text}\n```\n" for action, text in shown)
