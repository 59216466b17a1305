"""People: who is signed in."""

from quizapp.accounts.models import User
from quizapp.extensions import db, login_manager


@login_manager.user_loader
def load_user(identity: str) -> User | None:
    """Return the person of a session, or None if it was ended since."""
    number, _, epoch = identity.partition(":")
    if not (number.isdigit() and epoch.isdigit()):
        return None
    user = db.session.get(User, int(number))
    return user if user and user.active and user.session_epoch == int(epoch) else None
