"""Word of events and alarms to other systems: webhooks, MQTT, mail."""
