from django.apps import AppConfig


class ReplicationsConfig(AppConfig):
    name = "essaim.replications"
