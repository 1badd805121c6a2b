from django.contrib import admin

from essaim.territories.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("label", "family", "siren", "insee_code", "is_declared")
    list_filter = ("is_declared", "family", "nature")
    search_fields = ("plain_name", "=siren", "=insee_code")
    raw_id_fields = ("epci", "ept", "departement", "region", "replaced_by")
    show_full_result_count = False

    def has_delete_permission(self, request, obj=None):
        """A body that is no more is marked, never deleted: its codes still lead somewhere."""
        return False
