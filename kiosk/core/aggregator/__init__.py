"""The aggregator's mind: who is out, who may join, what staff are told; one serial machine."""
