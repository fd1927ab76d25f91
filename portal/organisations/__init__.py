"""Organisations: Kommunen, Kreise, the Regionalverband, Land, companies and others; their facts and borders."""
