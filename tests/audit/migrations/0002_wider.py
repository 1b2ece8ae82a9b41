"""Alters a column of each table: Django's SQLite schema editor makes such tables anew, and their triggers go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField("auditevent", "remark", models.CharField(max_length=80, null=True)),
        migrations.AlterField("auditevent", "note", models.CharField(max_length=120, blank=True)),
        migrations.AlterField("audithead", "hash", models.CharField(max_length=96)),
        migrations.AlterField("auditcasehead", "hash", models.CharField(max_length=96)),
    ]
