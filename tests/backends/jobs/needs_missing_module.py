PRELOAD = ["cadquery_of_another_planet"]


def main(payload: dict) -> dict:
    return payload
