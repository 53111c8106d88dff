import colorsys
import enum


class Color(enum.Enum):
    red = colorsys.rgb_to_hsv(0, 0, 1)
    blue = "b"


def greeting():
    return "create table greeting (hue int)" + str(colorsys.rgb_to_hsv(0, 0, 1))[:0]
