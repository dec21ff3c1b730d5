"""Signing in and out, and changing one's password: of allauth's addresses these three, and no other."""

from allauth.account import views
from django.urls import path
from django.views.decorators.cache import never_cache

urlpatterns = [
    path("login/", never_cache(views.login), name="account_login"),
    path("logout/", never_cache(views.logout), name="account_logout"),
    path("password/change/", never_cache(views.password_change), name="account_change_password"),
]
