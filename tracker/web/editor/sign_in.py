"""Signing in and out, and changing one's password: of allauth's addresses these three, and no other. With the link
of an admin, a person chooses the first password, or a new one."""

from allauth.account import views
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

urlpatterns = [
    path("login/", never_cache(views.login), name="account_login"),
    path("logout/", never_cache(views.logout), name="account_logout"),
    path(
        "welcome/<uidb64>/<token>/",
        require_http_methods(["GET", "HEAD", "POST"])(
            PasswordResetConfirmView.as_view(
                template_name="account/welcome.html", success_url=reverse_lazy("account_login")
            )
        ),
        name="account_welcome",
    ),
    path("password/change/", never_cache(views.password_change), name="account_change_password"),
]
