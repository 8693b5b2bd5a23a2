"""The production topology as code: one module per part, made into one CloudFormation template.

``shape`` holds sizes and names as typed data, for the template, the screens and the gateways
alike. Nothing here asks AWS anything.
"""
