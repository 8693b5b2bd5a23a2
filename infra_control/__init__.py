"""AWS from the operator's side: queues today; the fleet, the edge and the network later."""
