"""Outlets that send events and alarms to other systems: webhooks, MQTT, mail."""
