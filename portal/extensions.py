"""Bare extension objects; `app.create_app` binds them to an application."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

from portal.web.openapi import Api, Plugin

babel = Babel()
login_manager = LoginManager()
csrf = CSRFProtect()
api = Api(spec_kwargs={"marshmallow_plugin": Plugin()})
