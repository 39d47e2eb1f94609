"""Bookings ledgers: the contract, the simulation, measures and effects.

A ledger is five tables (bookings, crew calls, consents, models, brands), and exchange rates where
there are any, that keep to the contract in ``data/ledger/datapackage.json``. The shipped one is
simulated: brands, agencies and models in it are fictional.
"""
