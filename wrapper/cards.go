package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Cards calls the operations on payment cards, which are stored as tokens. Stancer documents them
// under cards.
type Cards service

// Create stores a card and returns its token. The number and the CVC are never returned. The number
// of a stored card can be sent again (observed).
func (r *Cards) Create(ctx context.Context, params *CardCreate, options ...Option) (*Card, error) {
	return create[*Card](ctx, (*service)(r), api.OpCreateCard, params, options,
		api.NewCreateCardRequest)
}

// Get returns a card. The error is [ErrNotFound] if the card does not exist in the mode of the key.
func (r *Cards) Get(ctx context.Context, id CardID, options ...Option) (*Card, error) {
	return item[*Card](ctx, (*service)(r), api.OpGetCard, id, options, api.NewGetCardRequest)
}

// Update changes a card and returns it. Only the members of params that are not nil are changed.
// The name on a card cannot be changed.
func (r *Cards) Update(
	ctx context.Context, id CardID, params *CardUpdate, options ...Option,
) (*Card, error) {
	return update[*Card](ctx, (*service)(r), api.OpUpdateCard, id, params, options,
		api.NewUpdateCardRequest)
}

// Delete deletes a card and returns it.
func (r *Cards) Delete(ctx context.Context, id CardID, options ...Option) (*Card, error) {
	return item[*Card](ctx, (*service)(r), api.OpDeleteCard, id, options, api.NewDeleteCardRequest)
}

// List returns the list of the cards that match params, which may be nil.
func (r *Cards) List(params *ListCardsParams, options ...Option) *List[Card] {
	return newList((*service)(r), api.OpListCards, params, options,
		api.NewListCardsRequest, openCardList)
}
