from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0004_completion'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrun',
            name='files_left',
            field=models.PositiveIntegerField(db_index=True, default=0),
        ),
    ]
