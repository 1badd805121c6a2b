app_name = "replications"
urlpatterns = []
