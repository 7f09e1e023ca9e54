"""A pytest plug-in: the first failing example is enough, it need not be made small nor explained."""

from hypothesis import Phase, settings

settings.register_profile("unshrunk", phases=[Phase.explicit, Phase.generate], report_multiple_bugs=False)
settings.load_profile("unshrunk")
