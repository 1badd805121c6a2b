import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0003_team_lists'),
    ]

    operations = [
        migrations.AddField(
            model_name='inforequest',
            name='typed',
            field=models.JSONField(blank=True, default=dict, verbose_name='ce qui est écrit et pas encore envoyé'),
        ),
        migrations.AddField(
            model_name='inforequest',
            name='version',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='info_request', to='applications.applicationversion'),
        ),
        migrations.AddField(
            model_name='inforequest',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='attachment',
            name='waits_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.inforequest'),
        ),
    ]
