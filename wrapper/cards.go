package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Cards are payment cards, kept as tokens. Stancer: cards.
type Cards struct{ caller *caller }

// Create stores a card and returns its token. The number and the CVC are never given back. Without a customer it is of no use later.
func (r *Cards) Create(ctx context.Context, params *CardCreate, options ...Option) (*Card, error) {
	return create[Card](ctx, r.caller, api.OpCreateCard, params, options, api.NewCreateCardRequest)
}

// Get reads a card. One that does not exist is [ErrNotFound].
func (r *Cards) Get(ctx context.Context, id CardID, options ...Option) (*Card, error) {
	return item[Card](ctx, r.caller, api.OpGetCard, id, options, api.NewGetCardRequest)
}
