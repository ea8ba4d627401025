"""What is done to accounts: by the user himself, and by the three administrators, each only his part."""

from yixing.access.actions import Action
from yixing.accounts.models import User
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "wrong_password": Message("现用口令不对。", "请重新输入现用口令。"),
        "same_password": Message("新口令和现用口令一样。", "请另设一个口令。"),
    }
)


def account_record(user: User) -> dict[str, object]:
    """What the ledger's record holds of an account: never the hash of a password."""
    return {"username": user.username, "active": user.is_active, "person": user.person_id}


@action(Action.PASSWORD_CHANGE)
def password_change(call: Call, *, user_id: int, current: str, new: str) -> User:
    """Change one's own password."""
    user = call.load(User, user_id, Action.PASSWORD_CHANGE)
    if not user.check_password(current):
        raise Refusal("wrong_password", field="current")
    if current == new:
        raise Refusal("same_password", field="new")
    user.set_password(new)
    user.must_change_password = False
    user.save()
    record(call, user)
    return user
