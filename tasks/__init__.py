"""The walk of a datum, in order: fetch -> read -> split -> measure -> observe -> store -> publish.

document -> article -> sentence -> quantity -> observation -> point. Each step has a module of its own, gets what the
step before gave, and never calls another step; `walk` and the flows put them one after the other.
"""
