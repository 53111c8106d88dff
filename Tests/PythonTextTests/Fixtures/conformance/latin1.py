# -*- coding: latin-1 -*-
"""Größe"""
x = "é\né" + y; zä = f"é{x}é"
