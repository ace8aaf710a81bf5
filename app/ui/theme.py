"""The look of Gradio's components: quiet, system fonts only, light and dark."""

from gradio.themes import Base
from gradio.themes.utils import colors, sizes

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono", "monospace")


class QuietTheme(Base):
    """Paper and ink, one accent; colours come from the page's own style sheet.

    Fonts are plain names, so that nothing is loaded from elsewhere.
    """

    def __init__(self) -> None:
        """Set every colour that the page's components show to one of the style sheet's."""
        super().__init__(
            primary_hue=colors.teal,
            neutral_hue=colors.stone,
            spacing_size=sizes.spacing_md,
            radius_size=sizes.radius_md,
            text_size=sizes.text_md,
            font=SANS,
            font_mono=MONO,
        )
        shared = {
            "body_background_fill": "var(--paper)",
            "body_text_color": "var(--ink)",
            "body_text_color_subdued": "var(--faint)",
            "background_fill_primary": "var(--surface)",
            "background_fill_secondary": "var(--paper)",
            "border_color_primary": "var(--line)",
            "border_color_accent": "var(--accent)",
            "color_accent_soft": "var(--own)",
            "block_background_fill": "transparent",
            "block_border_color": "var(--line)",
            "block_label_text_color": "var(--faint)",
            "block_title_text_color": "var(--ink)",
            "input_background_fill": "var(--surface)",
            "input_border_color": "var(--line-strong)",
            "input_border_color_focus": "var(--accent)",
            "input_placeholder_color": "var(--faint)",
            "button_primary_background_fill": "var(--accent)",
            "button_primary_background_fill_hover": "var(--accent-strong)",
            "button_primary_text_color": "var(--on-accent)",
            "button_secondary_background_fill": "var(--surface)",
            "button_secondary_background_fill_hover": "var(--own)",
            "button_secondary_text_color": "var(--ink)",
            "button_secondary_border_color": "var(--line)",
            "link_text_color": "var(--accent)",
            "link_text_color_hover": "var(--accent-strong)",
        }
        dark = {f"{name}_dark": value for name, value in shared.items()}
        self.set(block_border_width="0px", block_shadow="none", **shared, **dark)
