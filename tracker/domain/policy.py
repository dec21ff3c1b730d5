"""Who may do what."""


def allowed(*, role: str, action: str, is_owner: bool = False) -> bool:
    return role in ("editor", "admin")
